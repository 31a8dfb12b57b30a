"""What is looked for at the head of columns, and how XLSForm names languages: read in files, said to nobody."""

COLUMNS = {
    "number": ("ma", "mã", "number", "id"),
    "unit": ("don_vi", "đơn vị", "unit"),
    "group": ("nhom", "nhóm", "group"),
    "stratum": ("tang", "tầng", "stratum"),
    "cluster": ("cum", "cụm", "cluster"),
    "name": ("ho_ten", "họ và tên", "name"),
    "contact": ("lien_he", "liên hệ", "contact"),
}
LANGUAGES = {"vi": "Tiếng Việt (vi)", "en": "English (en)"}
"""As XLSForm names a language, with its code in brackets."""
NAMED = {"vietnamese": "vi", "tiếng việt": "vi", "english": "en", "tiếng anh": "en"}
"""Languages that forms name without a code."""
YES = {"yes", "true", "true()", "1", "có"}
NO = {"", "no", "false", "false()", "0", "không"}
