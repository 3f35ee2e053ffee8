"""From the lines of a dump to its articles: furniture, layout, labels by the best path, paragraphs mended."""
