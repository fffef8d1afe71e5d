"""Charts: a DataFrame and a translator in, an Altair chart and a sentence that says what it shows out."""
