"""Read: articles, with what was coded from them at the words it was coded from."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from tacitus.publish.detail import event_detail, facility_detail
from tacitus.serve.reading.articles import article_lines, copies_of, current_coding, incidents_of
from tacitus.serve.reading.incidents import MOST_SIDE_BY_SIDE, side_by_side
from tacitus.serve.reading.marks import paragraphs_of
from tacitus.serve.rendering import page
from tacitus.serve.security.identity import Adjudicator, Bench, Form, Viewer, may_see

router = APIRouter(include_in_schema=False)

PAGE_SIZE = 60


@router.get("/articles")
def articles(
    request: Request, workbench: Bench, person: Viewer, text: str = "", outlet: str = "", page_number: int = 1
) -> HTMLResponse:
    """List the articles."""
    hidden: set[str] = set() if person.may("adjudicator") else workbench.restrictions.ids()
    number = min(max(1, page_number), 1_000_000)
    lines, total = article_lines(
        workbench.engine, text=text[:200], outlet=outlet, hidden=hidden, start=(number - 1) * PAGE_SIZE, size=PAGE_SIZE
    )
    return page(
        request, "articles.html", lines=lines, total=total, text=text, outlet=outlet, page_number=number,
        pages=max(1, -(-total // PAGE_SIZE)), restricted=workbench.restrictions.ids(),
    )  # fmt: skip


@router.get("/articles/{article_id:path}")
def article(request: Request, workbench: Bench, person: Viewer, article_id: str, event: str = "") -> HTMLResponse:
    """Show one article with its evidence."""
    if not may_see(workbench, person, article_id):
        raise HTTPException(404, f"there is no article {article_id} that you may see")
    coded = current_coding(workbench, article_id)
    known = {e.id for e in coded.events} | {r.id for r in coded.relations} | {f.id for f in coded.facilities}
    return page(
        request,
        "article.html",
        coded=coded,
        paragraphs=paragraphs_of(coded),
        details={item.id: event_detail(item) for item in coded.events},
        facility_details={item.id: facility_detail(item) for item in coded.facilities},
        copies=[
            copy for copy in copies_of(workbench.engine, article_id) if may_see(workbench, person, copy.article_id)
        ],
        incidents=incidents_of(workbench.engine, article_id),
        selected=event if event in known else "",
        restriction=workbench.restrictions.reason(article_id),
        decisions=[d for d in workbench.record.decisions.all() if d.target.startswith(f"{article_id}:")],
    )


@router.post("/restrict")
def restrict(workbench: Bench, person: Adjudicator, form: Form) -> RedirectResponse:
    """Restrict an article, or open it again."""
    article_id = str(form.get("article", ""))
    reason = str(form.get("reason", "")).strip()
    if not any(True for _ in workbench.record.coded(article_id)):
        raise HTTPException(404, f"there is no article {article_id}")
    if form.get("lift"):
        workbench.restrictions.lift(article_id)
        workbench.audit.append("unrestrict", who=person.name, target=article_id)
    else:
        workbench.restrictions.restrict(article_id, reason=reason or "not said", account=person.name)
        workbench.audit.append("restrict", who=person.name, target=article_id, detail={"reason": reason})
    workbench.index.forget()
    return RedirectResponse(f"/articles/{article_id}", 303)


@router.get("/incidents/{key:path}")
def incident(request: Request, workbench: Bench, person: Viewer, key: str, start: int = 0) -> HTMLResponse:
    """Show the reports of one incident side by side."""
    hidden: set[str] = set() if person.may("adjudicator") else workbench.restrictions.ids()
    shown = side_by_side(workbench, key, hidden=hidden, start=max(0, start))
    return page(request, "incident.html", shown=shown, start=max(0, start), step=MOST_SIDE_BY_SIDE)
