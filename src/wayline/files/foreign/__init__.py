"""One module a foreign map format, read: mermaid, tables, Markdown, CJML, … Text in, a plain map document and notes out."""
