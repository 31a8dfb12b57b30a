"""Official documents as PDF and Word, laid out as the rules on formal documents ask. Needs the documents extra.

Every measure stands in the templates, none in the code: `official.typ` for PDF; the .docx themselves for Word.
"""
