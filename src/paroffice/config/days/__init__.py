"""How days are typed, the same in both languages: the day first, as in Vietnam, or as machines write them.

English brings month/day/year; 05/04 would then silently be another day than the same editor typed in Vietnamese.
"""

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]
