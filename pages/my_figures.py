"""My figures: a table of the reader's own, checked against the codebook, to stand beside the published figures."""

from explorer.ui import answers, own_check, own_draft, own_kept, own_panel, own_session, own_upload
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view("my_figures", ())
tr = answers.translator(view.language)
header(view, tr, tr("my_figures.heading"), tr("my_figures.question"))
panel, draft = own_session.current(), own_draft.held()
if draft.tables:
    own_check.show_draft(view, tr, draft)
elif panel is not None:
    own_kept.show_kept(view, tr, panel)
    own_panel.show_panel(tr, panel)
    own_kept.show_files(view, tr, panel)
    own_upload.show_upload(view, tr)
else:
    own_upload.show_upload(view, tr)
