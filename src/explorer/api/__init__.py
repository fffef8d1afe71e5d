"""The data over HTTP: the same filters and the same queries as the pages, in ids, as JSON and CSV.

``resources`` is the table of what can be asked; routes, the OpenAPI document and the page for people are made from it.
Nothing in here knows Streamlit.
"""
