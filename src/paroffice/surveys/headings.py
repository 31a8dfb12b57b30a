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
YES = {"yes", "true", "true()", "1", "có"}
