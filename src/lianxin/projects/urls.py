"""Addresses of the projects room."""

from django.urls import path, re_path

from lianxin.projects.pages import ideas, projects, shown, votes, watch

app_name = "projects"

urlpatterns = [
    path("desk/projects/", ideas.seasons, name="seasons"),
    path("desk/projects/new/", ideas.new_season, name="new_season"),
    path("desk/projects/tell/", ideas.tellings, name="tellings"),
    path("desk/projects/tell/<int:pk>/", ideas.told, name="told"),
    path("desk/projects/<int:pk>/", ideas.season, name="season"),
    path("desk/projects/<int:pk>/change/", ideas.change_season, name="change_season"),
    path("desk/projects/<int:pk>/idea/", ideas.new_idea, name="new_idea"),
    path("desk/projects/<int:pk>/propose/", projects.new_project, name="new_project"),
    path("desk/projects/<int:pk>/vote/", votes.new_vote, name="new_vote"),
    path("desk/projects/<int:pk>/evaluate/", votes.new_evaluation, name="new_evaluation"),
    path("desk/projects/ideas/<int:pk>/", ideas.idea, name="idea"),
    path("desk/projects/ideas/<int:pk>/merge/", ideas.merge, name="merge"),
    re_path(r"^desk/projects/ideas/(?P<pk>[0-9]+)/(?P<code>forward|reject)/$", ideas.pass_on, name="pass_on"),
    path("desk/projects/items/<int:pk>/", projects.project, name="project"),
    path("desk/projects/items/<int:pk>/sheet/", projects.change_project, name="change_project"),
    path("desk/projects/items/<int:pk>/screen/", projects.screen, name="screen"),
    path("desk/projects/items/<int:pk>/milestone/", projects.milestone, name="milestone"),
    path("desk/projects/items/<int:pk>/plan/", projects.plan, name="plan"),
    path("desk/projects/items/<int:pk>/watch/", watch.watch, name="watch"),
    path("desk/projects/items/<int:pk>/group/", watch.group, name="group"),
    path("desk/projects/items/<int:pk>/month/", watch.month, name="month"),
    path("desk/projects/items/<int:pk>/visit/", watch.visit, name="visit"),
    path("desk/projects/items/<int:pk>/look-back/", watch.look_back, name="look_back"),
    path("desk/projects/items/<int:pk>/alter/", watch.alter, name="alter"),
    path("desk/projects/items/<int:pk>/accept/", watch.accept, name="accept"),
    path("desk/projects/items/<int:pk>/survey/", watch.survey, name="survey"),
    path("desk/projects/answers/", watch.answers, name="answers"),
    path("desk/projects/answers/<int:pk>/", watch.answer, name="answer"),
    re_path(
        r"^desk/projects/items/(?P<pk>[0-9]+)/(?P<code>drop|rectified|suspend|resume|terminate)/$",
        projects.move, name="move",
    ),
    path("desk/projects/steps/<int:pk>/", projects.done, name="done"),
    path("desk/projects/votes/<int:pk>/", votes.vote, name="vote"),
    path("desk/projects/votes/<int:pk>/rule/", votes.rule, name="rule"),
    path("desk/projects/votes/<int:pk>/ballot/", votes.ballot, name="ballot"),
    path("desk/projects/votes/<int:pk>/count/", votes.count, name="count"),
    path("desk/projects/votes/<int:pk>/confirm/", votes.confirm, name="confirm"),
    path("desk/projects/votes/<int:pk>/repeat/", votes.repeat, name="repeat"),
    path("desk/projects/votes/<int:pk>/report/", votes.report, name="report"),
    path("deputy/projects/", watch.own, name="own"),
    path("deputy/projects/<int:pk>/", watch.own_project, name="own_project"),
    path("deputy/projects/<int:pk>/visit/", watch.own_visit, name="own_visit"),
    path("projects/", shown.shown, name="shown"),
    path("projects/<int:pk>/", shown.one, name="shown_one"),
]  # fmt: skip
