"""The organisation chart: posts entered and ended; a new holder is a new row."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.home.actions.base import Kept
from lianxin.home.models import Body, Post
from lianxin.journal.actions import Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line


@dataclass(kw_only=True)
class EnterPost(Kept[Post]):
    """Enter a post with its holder from a day on."""

    verb: ClassVar[str] = "home.post_entered"

    body: str
    title: str
    valid_from: dt.date
    holder: str = ""
    duties: str = ""
    sort: int = 0

    def check(self) -> None:
        """A known body and a title."""
        super().check()
        if self.body not in Body.values:
            raise Invalid.at("body", "unknown", _("请从列出的类别中选择。"))
        self.title = line("title", self.title, 60)
        self.holder = line("holder", self.holder, 60, required=False)
        self.duties = line("duties", self.duties, 200, required=False)

    def perform(self) -> Post:
        """Store it."""
        self.post = Post(
            body=self.body, title=self.title, holder=self.holder, duties=self.duties, sort=self.sort,
            valid_from=self.valid_from,
        )  # fmt: skip
        self.post.save(force_insert=True)
        return self.post

    def subject(self) -> Subject:
        """The post."""
        return Subject("post", self.post.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Body, title and day; names stay out of the chain."""
        return {"body": self.body, "title": self.title, "valid_from": self.valid_from, "sort": self.sort}


@dataclass(kw_only=True)
class EndPost(Kept[Post]):
    """Say until which day somebody held a post."""

    verb: ClassVar[str] = "home.post_ended"

    post: Post
    valid_to: dt.date

    def lock(self) -> None:
        """Lock the post."""
        self.post = Post.objects.select_for_update().get(pk=self.post.pk)

    def check(self) -> None:
        """Once, and not before it began."""
        super().check()
        if self.post.valid_to is not None:
            raise WrongState("ended", _("这个职务已经写过截止日期了。"))
        if self.valid_to < self.post.valid_from:
            raise Invalid.at("valid_to", "order", _("截止日期不能早于开始日期。"))

    def perform(self) -> Post:
        """Store the day."""
        self.post.valid_to = self.valid_to
        self.post.save(update_fields=["valid_to"])
        return self.post

    def subject(self) -> Subject:
        """The post."""
        return Subject("post", self.post.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Until when."""
        return {"valid_to": self.valid_to}
