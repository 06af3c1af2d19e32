"""Work in the background: the newest snapshot analysed again, with the answers given since."""

from django_tasks import task

from regia.checkup.again import analyse_again
from regia.model.progress import Silent
from regia.web.people.models import Company
from regia.workspace import load


@task()
def analyse_newest(slug: str) -> None:
    """Analyse a company's newest snapshot again."""
    company = Company.objects.get(slug=slug)
    analyse_again(load(company.path), Silent())
