"""The figures of very many dossiers: a ledger as Parquet by month, and one set of expressions for DuckDB and Spark.

Nothing here decides anything: each expression says in columns what `rows.py` and the clocks say of one dossier.
"""
