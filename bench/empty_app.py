"""The least that Streamlit can be asked for, one Altair chart and one switch: what the product is measured against."""

import altair as alt
import pandas as pd
import streamlit as st

factor = 3 if st.toggle("Triple") else 1
frame = pd.DataFrame({"name": list("abcdefghij"), "value": [factor * (number % 4 + 1) for number in range(10)]})
st.altair_chart(alt.Chart(frame).mark_bar().encode(x="name", y="value"))
