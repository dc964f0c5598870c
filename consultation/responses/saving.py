"""Words that save themselves while she types: the newer text stands, and the other is kept too."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from consultation.models import Draft, DraftComment, Hearing, Response
from consultation.models.draft import Mark
from consultation.responses.drafts import locked_draft
from policies.models import Paragraph


@dataclass(frozen=True)
class Kept:
    """What stands in her draft now (None: nothing, she has emptied it), and whether it became a
    comment of its own because another window had written to the first one."""

    comment: DraftComment | None
    forked: bool = False


@transaction.atomic
def save_words(
    owner_key: str,
    hearing: Hearing,
    paragraph: Paragraph,
    written: dict[str, Any],
    mark: Mark,
    *,
    finish: bool = False,
) -> Kept:
    """Save `written` (stance, body, proposed_text) as the comment of the form she writes in.

    It stays unfinished until she adds it (`finish`). What the same form sent earlier and the
    network brings later changes nothing. Words she did not have in view are never replaced: then
    hers become a second comment.
    """
    draft = locked_draft(owner_key, hearing, mark.tab)
    held = draft.comments.filter(key=mark.key).first()
    forked = held is not None and not _may_replace(held, paragraph, written, mark)
    if forked:
        # The same again when the answer is lost and she sends it once more.
        mark = replace(mark, key=uuid.uuid5(mark.tab, f"{paragraph.pk} {mark.base}"))
        held = draft.comments.filter(key=mark.key).first()
    if held is not None and held.outruns(mark) and not finish:
        return Kept(held, forked)
    if not (written["body"] or written["proposed_text"]):
        return Kept(_empty(held), forked)
    comment = held or DraftComment(draft=draft, key=mark.key, paragraph=paragraph, finished=False)
    for name, value in {**written, "tab": mark.tab, "step": mark.step}.items():
        setattr(comment, name, value)
    comment.finished = comment.finished or finish
    comment.removed_at = None
    comment.save()
    return Kept(_only_once(comment), forked)


def add_words(
    owner_key: str, hearing: Hearing, paragraph: Paragraph, written: dict[str, Any], mark: Mark
) -> DraftComment:
    """The same when she presses the button: a comment of her response. `written` says something."""
    comment = save_words(owner_key, hearing, paragraph, written, mark, finish=True).comment
    assert comment is not None
    return comment


def _may_replace(
    held: DraftComment, paragraph: Paragraph, written: dict[str, Any], mark: Mark
) -> bool:
    same = all(getattr(held, name) == value for name, value in written.items())
    return held.paragraph_id == paragraph.pk and (same or held.was_seen_by(mark))


def _empty(held: DraftComment | None) -> DraftComment | None:
    """Nothing is kept of what she has emptied, but for a comment that she once added: that one
    she removes with its button, which she can regret."""
    if held is None or held.finished:
        return held
    held.delete()
    return None


def _only_once(comment: DraftComment) -> DraftComment:
    """The same words added twice to the same paragraph are one comment."""
    if not comment.finished:
        return comment
    words = {name: getattr(comment, name) for name in ("stance", "body", "proposed_text")}
    others = comment.draft.kept_comments.exclude(pk=comment.pk)
    same = others.filter(paragraph=comment.paragraph_id, **words).first()
    if same is None:
        return comment
    comment.delete()
    return same


@transaction.atomic
def save_sender_as_she_types(
    owner_key: str, hearing: Hearing, form_key: uuid.UUID | None, values: dict[str, Any], mark: Mark
) -> tuple[Draft, bool]:
    """Save the general comment and who she is; False when another window has saved newer words,
    which are then left as they are, or when this very form has been sent meanwhile."""
    draft = locked_draft(owner_key, hearing, form_key)
    # Read under the lock: a save on its way while she pressed Send would begin the letter again.
    if form_key and Response.objects.filter(form_key=form_key).exists():
        transaction.set_rollback(True)
        return draft, False
    if not draft.was_seen_by(mark):
        return draft, all(getattr(draft, name) == value for name, value in values.items())
    if not draft.outruns(mark):
        draft.take(values, mark)
    return draft, True


@transaction.atomic
def settle(owner_key: str, hearing: Hearing, *, insert: bool) -> None:
    """She has decided about the general comment from another window: put it beneath the one that
    stands, or let it go."""
    draft = locked_draft(owner_key, hearing)
    if insert and draft.set_aside:
        draft.general = "\n\n".join(text for text in (draft.general, draft.set_aside) if text)
    draft.set_aside = ""
    draft.save(update_fields=["general", "set_aside", "saved_at"])
