"""Signed-in browsers of the desk, and the press of a button."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from lianxin.cases.models import Case
from tests.people.factories import make_person


def signed_in(role: str, **grant: Any) -> Client:
    """A browser of somebody with one role."""
    client = Client()
    client.force_login(make_person(role, **grant))
    return client


def form_of(case: Case, move: str) -> str:
    """The address of a move's form."""
    return reverse("cases:desk_do", args=[case.number, move])


def press(client: Client, case: Case, move: str, **typed: Any) -> Any:
    """Press the button of a move."""
    return client.post(form_of(case, move), typed)


def text_of(answer: Any) -> str:
    """The page as text."""
    return str(answer.content.decode())


def photo_file(name: str = "电梯.jpg") -> SimpleUploadedFile:
    """A small photo as a browser sends it."""
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")
