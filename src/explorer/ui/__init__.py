"""What pages share: language, links, filters, cards, notes of source. Only here does explorer know Streamlit."""
