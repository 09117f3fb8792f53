"""The design system's own pages: public, but the samples only where nobody can take them for the town's own."""

from tests.security.matrix import Row

ROWS = [
    Row("ui:styleguide", "GET", "200: system_admin\n404: rest"),
    Row("ui:styleguide_chapter", "GET", "200: system_admin\n404: rest", kwargs={"chapter": "forms"}),
    Row("ui:about", "GET", "200: rest", kwargs={"topic": "accessibility"}),
    Row("ui:preferences", "POST", "302: rest", data={"size": "large"}),
]
