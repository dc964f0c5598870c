"""Which language each comment of a response is in. The worker finds out, so that sending waits for
nothing (docs/decisions/0021-language-of-a-comment.md)."""

from django_tasks import task

from consultation.comment_language import language_of
from consultation.models import Comment


@task()
def recognise_languages(response_id: int) -> None:
    """Mark each comment with its language. Done again it changes nothing, so it may be."""
    for comment in Comment.objects.filter(response=response_id):
        comment.language = language_of(comment.body)
        comment.save(update_fields=["language"])
