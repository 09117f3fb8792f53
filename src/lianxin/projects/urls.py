"""Addresses of the projects room."""

from django.urls import path, re_path

from lianxin.projects.pages import ideas, projects, votes

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
    path("desk/projects/ideas/<int:pk>/", ideas.idea, name="idea"),
    path("desk/projects/ideas/<int:pk>/merge/", ideas.merge, name="merge"),
    re_path(r"^desk/projects/ideas/(?P<pk>[0-9]+)/(?P<code>forward|reject)/$", ideas.pass_on, name="pass_on"),
    path("desk/projects/items/<int:pk>/", projects.project, name="project"),
    path("desk/projects/items/<int:pk>/sheet/", projects.change_project, name="change_project"),
    path("desk/projects/items/<int:pk>/screen/", projects.screen, name="screen"),
    path("desk/projects/items/<int:pk>/milestone/", projects.milestone, name="milestone"),
    path("desk/projects/items/<int:pk>/plan/", projects.plan, name="plan"),
    path("desk/projects/items/<int:pk>/evaluate/", projects.evaluate, name="evaluate"),
    re_path(
        r"^desk/projects/items/(?P<pk>[0-9]+)/(?P<code>drop|accept|suspend|resume|terminate)/$",
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
    path("projects/", ideas.shown, name="shown"),
]  # fmt: skip
