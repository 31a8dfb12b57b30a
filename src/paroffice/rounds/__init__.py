"""One year of determining the index: edition, units, dated windows, extensions."""
