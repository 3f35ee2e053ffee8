// Take pictures of a finished EPUB in a real reader: foliate-js in headless Chromium.
//
//     node tools/reader-pictures.mjs BOOK.epub FOLDER
//     node tools/reader-pictures.mjs BOOK.epub FOLDER TITLE [TITLE…]
//
// With titles: every page of the articles that have them, on a phone, an e-reader, a desk, and by night; at most eight each.
// Writes to FOLDER cover.png, title-page.png, contents.png, chapter.png, article.png, note.png (where the book has a
// note), night.png and phone.png. foliate-js and Puppeteer come by tools/install-readers.
import { createServer } from 'node:http'
import { readFile, mkdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const readers = fileURLToPath(new URL('../.cache/readers/', import.meta.url))
const puppeteer = createRequire(join(readers, 'package.json'))('puppeteer-core')
const chromium = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
const [book, folder, ...titles] = process.argv.slice(2)

const types = { '.js': 'text/javascript', '.html': 'text/html', '.epub': 'application/epub+zip' }
const page = `<!DOCTYPE html><meta charset="utf-8">
<style>html, body { margin: 0; height: 100% } foliate-view { display: block; height: 100vh }</style>
<script type="module">
import '/foliate/view.js'
const view = document.createElement('foliate-view')
document.body.append(view)
await view.open('/book.epub')
window.view = view
</script>`

const served = async path =>
  path === '/' ? [page, '.html']
  : path === '/book.epub' ? [await readFile(book), '.epub']
  : [await readFile(join(readers, 'node_modules/foliate-js', normalize(path.replace('/foliate/', '/')))), extname(path)]

const server = createServer(async (request, response) => {
  try {
    const [data, type] = await served(new URL(request.url, 'http://localhost').pathname)
    response.writeHead(200, { 'Content-Type': types[type] ?? 'application/octet-stream' }).end(data)
  } catch {
    response.writeHead(404).end()
  }
})

// Where to open the book for each picture, told by the structure of the book and not by the names of its files.
const places = () => {
  const { book } = view
  const withType = async type => {
    for (const [index, section] of book.sections.entries()) {
      const document = await section.createDocument()
      const found = [...document.querySelectorAll('*')].find(element =>
        element.getAttributeNS('http://www.idpf.org/2007/ops', 'type')?.split(' ').includes(type))
      if (found) return { index, anchor: inside => inside.getElementById(found.id) ?? 0 }
    }
    return null
  }
  const contents = book.landmarks?.find(mark => mark.type?.includes('toc'))?.href
  return Promise.all([
    { index: 0 }, withType('titlepage'), contents ? book.resolveHref(contents) : null,
    withType('part'), withType('chapter'), withType('footnote'),
  ])
}

// What a person sets in the reader: a serif face for the text, and paper white or black.
const settings = (paper, ink) => `html { font-family: serif; background: ${paper}; color: ${ink} }`
const day = ['#ffffff', '#000000']
const night = ['#121212', '#d0d0d0']

const look = async (tab, name, place, [paper, ink] = day) => {
  if (!place) return
  await tab.evaluate(async ({ number, css, paper }) => {
    document.body.style.background = paper
    view.renderer.setStyles?.(css)
    await view.renderer.goTo((await window.places())[number])
    await document.fonts.ready
  }, { number: place - 1, css: settings(paper, ink), paper })
  await new Promise(done => setTimeout(done, 400))
  await tab.screenshot({ path: join(folder, `${name}.png`) })
}

// The page of a title, and how many follow it before the next document.
const sizes = { phone: [360, 640, day], reader: [600, 800, day], desk: [1000, 800, day], night: [360, 640, night] }
const mostPages = 8

const leaf = async (tab, title, size, [paper, ink]) => {
  const index = await tab.evaluate(async ({ title, css, paper }) => {
    document.body.style.background = paper
    view.renderer.setStyles?.(css)
    for (const [index, section] of view.book.sections.entries()) {
      const text = (await section.createDocument()).querySelector('h1, h2')?.textContent.replace(/\s/g, '')
      if (text?.startsWith(title.replace(/\s/g, ''))) {
        await view.renderer.goTo({ index })
        return index
      }
    }
    return -1
  }, { title, css: settings(paper, ink), paper })
  for (let page = 1; index >= 0 && page <= mostPages; page++) {
    await new Promise(done => setTimeout(done, 350))
    await tab.screenshot({ path: join(folder, `${title.slice(0, 8)}-${size}-${page}.png`) })
    const more = await tab.evaluate(async index => {
      await view.renderer.next()
      return view.renderer.getContents()[0]?.index === index
    }, index)
    if (!more) break
  }
}

await mkdir(folder, { recursive: true })
await new Promise(done => server.listen(0, '127.0.0.1', done))
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? chromium.find(existsSync),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
})
try {
  const tab = await browser.newPage()
  tab.on('pageerror', error => { console.error(`in the reader: ${error.message}`); process.exitCode = 1 })
  const open = async (width, height) => {
    await tab.setViewport({ width, height, deviceScaleFactor: 1.25 })
    await tab.goto(`http://127.0.0.1:${server.address().port}/`)
    await tab.waitForFunction('window.view?.book')
    await tab.evaluate(`window.places = ${places}`)
    return tab.evaluate('window.places().then(found => found.map((place, index) => place ? index + 1 : 0))')
  }
  if (titles.length) {
    for (const [size, [width, height, colours]] of Object.entries(sizes)) {
      await open(width, height)
      for (const title of titles) await leaf(tab, title, size, colours)
    }
  } else {
  const [cover, title, contents, chapter, article, note] = await open(600, 800)
  for (const [name, place] of Object.entries({ cover, 'title-page': title, contents, chapter, article, note }))
    await look(tab, name, place)
  await look(tab, 'night', article, night)
  await open(360, 640)
  await look(tab, 'phone', article)
  }
} finally {
  await browser.close()
  server.close()
}
