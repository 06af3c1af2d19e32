"""Work in the background: the newest snapshot analysed again, with the answers given since."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from regia.checkup.again import analyse_again
from regia.errors.company import CompanyLocked
from regia.model.progress import Silent
from regia.web.people.models import Company
from regia.workspace import load

LATER = timedelta(seconds=20)


@task()
def analyse_newest(slug: str) -> None:
    """Analyse a company's newest snapshot again; while a check-up runs there, a little later."""
    company = Company.objects.get(slug=slug)
    try:
        analyse_again(load(company.path), Silent())
    except CompanyLocked:
        analyse_newest.using(run_after=timezone.now() + LATER).enqueue(slug)


def ask_to_analyse(slug: str) -> None:
    """Have the newest snapshot analysed again; where that is already waiting to begin, once is enough."""
    waiting = DBTaskResult.objects.filter(
        task_path=analyse_newest.module_path, status=TaskResultStatus.READY, args_kwargs__args=[slug]
    )
    if not waiting.exists():
        analyse_newest.enqueue(slug)
