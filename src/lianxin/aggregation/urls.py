"""Addresses of the aggregation room."""

from django.urls import path

from lianxin.aggregation.pages import hint, hot, models, points, publishing, review, search, sheets

app_name = "aggregation"

urlpatterns = [
    path("desk/sheets/", sheets.sheets, name="sheets"),
    path("desk/sheets/blank/", sheets.blank, name="sheet_blank"),
    path("desk/sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("desk/sheets/<int:pk>/picture/", sheets.photo, name="sheet_photo"),
    path("desk/sheets/<int:pk>/rows/<int:n>/", sheets.row, name="sheet_row"),
    path("desk/sheets/<int:pk>/add/", sheets.add_row, name="sheet_add"),
    path("desk/sheets/<int:pk>/erase/", sheets.erase, name="sheet_erase"),
    path("desk/search/", search.search, name="search"),
    path("desk/gathering/", review.queue, name="review"),
    path("desk/gathering/answers/", review.answers, name="answers"),
    path("desk/gathering/hot/", hot.hot_issues, name="hot"),
    path("desk/gathering/hot/paper/", hot.paper, name="hot_paper"),
    path("desk/gathering/hot/publish/", publishing.publish, name="publish"),
    path("desk/gathering/hot/published/", publishing.published, name="published"),
    path("desk/gathering/hot/published/<int:pk>/withdraw/", publishing.withdraw, name="withdraw_hot"),
    path("desk/cases/<str:number>/asked/", points.take, name="take_points"),
    path("hot-issues/", publishing.public_page, name="public_hot"),
    path("desk/gathering/came-back/", hot.came_back, name="came_back"),
    path("desk/gathering/models/", models.models, name="models"),
    path("desk/gathering/models/<str:kind>/withdraw/", models.withdraw, name="withdraw"),
    path("desk/gathering/hint/", hint.hint, name="hint"),
    path("desk/gathering/<int:pk>/", review.pair, name="review_pair"),
    path("desk/gathering/<int:pk>/answer/", review.answer, name="answer"),
    path("desk/gathering/<int:pk>/take-back/", review.take_back, name="take_back"),
]
