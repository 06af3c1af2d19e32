"""The pages of correspondences and of the questions about them."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from regia.errors import Text
from regia.judgement.verdict import Kind
from regia.web import verdicts
from regia.web.frame.language import tell
from regia.web.matching import selectors
from regia.web.matching.forms import AnswerForm
from regia.web.matching.tasks import ask_to_analyse
from regia.web.passing import pass_over, passed_over
from regia.web.people.roles import Permission
from regia.web.visit import Request, Visit, company_page, show

_BACK = ("conflicts", "doubts")


@require_GET
@company_page(Permission.SEE)
def correspondences(request: Request, visit: Visit) -> HttpResponseBase:
    """Show all correspondences."""
    page = selectors.correspondences_page(visit, request.GET)
    return show(request, "matching/correspondences.html", grids=(page.grid,), page=page)


@require_GET
@company_page(Permission.JUDGE)
def questions(request: Request, visit: Visit) -> HttpResponseBase:
    """Show the question to answer next, or the one that the address names."""
    page = selectors.question_page(visit, request.GET.get("pair"), passed_over(request, visit))
    return show(request, "matching/questions.html", page=page)


@require_POST
@company_page(Permission.JUDGE)
def answer(request: Request, visit: Visit) -> HttpResponseBase:
    """Keep an answer, or pass a question over; then ask the next one."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, tell(Text("Questa domanda non c'è più.", "This question is gone.")))
    elif form.decision is None:
        pass_over(request, visit, form.cleaned_data["pair"])
    elif selectors.is_known(visit, form.cleaned_data["pair"]):
        given = form.cleaned_data
        verdicts.give(visit, Kind.CORRESPONDENCE, given["pair"], form.decision, why=given["why"])
    return redirect("questions", visit.company.slug)


@require_POST
@company_page(Permission.JUDGE)
def undo(request: Request, visit: Visit) -> HttpResponseBase:
    """Take one's own last answer back, and ask again."""
    pair = verdicts.take_back(visit, Kind.CORRESPONDENCE)
    if pair is None:
        messages.info(request, tell(verdicts.NOTHING_TO_UNDO))
        return redirect("questions", visit.company.slug)
    address = reverse("questions", args=[visit.company.slug])
    return redirect(f"{address}?{selectors.asking(pair)}")


@require_POST
@company_page(Permission.JUDGE)
def apply(request: Request, visit: Visit) -> HttpResponseBase:
    """Analyse the newest snapshot again, with the answers given since."""
    ask_to_analyse(visit.company.slug)
    said = Text(
        "Le risposte vengono applicate: fra poco le pagine saranno aggiornate.",
        "The answers are being applied: the pages will be up to date shortly.",
    )
    messages.success(request, tell(said))
    back = request.POST.get("next")
    return redirect(back if back in _BACK else "correspondences", visit.company.slug)
