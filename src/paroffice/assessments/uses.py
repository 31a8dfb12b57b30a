"""Tells the store of documents which items of which sheets a document was put forward for."""

from django.urls import reverse

from paroffice.assessments.models import Proof
from paroffice.evidence.models import Document
from paroffice.evidence.uses import Use, told_by


@told_by
def proofs_by(document: Document) -> list[Use]:
    found = Proof.objects.filter(version__document=document).select_related("assessment__round", "put_by")
    return [
        Use(
            version=proof.version_id,
            says=f"{proof.assessment.round}: {proof.item}",
            link=reverse("item", args=[proof.assessment_id, proof.item]),
            pages=proof.pages,
            quote=proof.quote,
            put_by=str(proof.put_by),
            put_at=proof.put_at,
            taken_back=proof.taken_back_at is not None,
        )
        for proof in found
    ]
