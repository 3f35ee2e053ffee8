-- The tables of the journal. Lists and records stand in them as JSON.

-- A book: serial counts books and never changes, at is its place in the plan, run the last run that planned it. wanted is
-- a hash of what it would be made from now (files aside), made that of what it was made from, seen its files and theirs.
CREATE TABLE book (
    key TEXT PRIMARY KEY, serial INTEGER, at INTEGER, run INTEGER, place TEXT COLLATE NOCASE, task TEXT, wanted TEXT,
    state TEXT, made TEXT, dropped TEXT, files TEXT, stale TEXT, seen TEXT, entry TEXT, diagnostics TEXT
) WITHOUT ROWID;
CREATE INDEX book_at ON book (at);
CREATE UNIQUE INDEX book_serial ON book (serial, at);
CREATE INDEX book_place ON book (place);

-- An article, its id made of the serial of its book and its number there; left_out: it stands in an earlier book.
CREATE TABLE article (
    id INTEGER PRIMARY KEY, book TEXT, number INTEGER, left_out INTEGER, title TEXT, date TEXT, entry TEXT, text TEXT
);
CREATE INDEX article_book ON article (book, number);

-- Who signs what.
CREATE TABLE author (name TEXT, article INTEGER, PRIMARY KEY (name, article)) WITHOUT ROWID;
CREATE INDEX author_article ON author (article);

-- The sketches of articles: hashes of their clauses.
CREATE TABLE clause (hash INTEGER, article INTEGER, PRIMARY KEY (hash, article)) WITHOUT ROWID;
CREATE INDEX clause_article ON clause (article);

-- What each file says of its date and its paper.
CREATE TABLE dated (path TEXT PRIMARY KEY, hash TEXT, date TEXT, publication TEXT) WITHOUT ROWID;

-- Small things by their names.
CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

-- The words of all articles that are in books. Tokens are letters, numbers, and what the tables of SQLite do not know, as
-- characters of later days; diacritics stay.
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Cn Mn Mc'"
);
