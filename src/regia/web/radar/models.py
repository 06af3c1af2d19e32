"""The links that let people answer, as tables of the database."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from regia.web.people.models import Company, Person


class AnswerLink(models.Model):
    """A link by which one person answers on one side until a round is closed; only its hash is kept.

    It says nothing of who that is: who made it hands it to somebody.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="answer_links")
    side = models.CharField(max_length=10)
    round = models.PositiveIntegerField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first."""

        ordering: ClassVar[tuple[str, ...]] = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"{self.company}: {self.side}, {self.round}"
