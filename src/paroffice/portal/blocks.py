"""What the body of a page is made of. Text pasted from anywhere keeps only these marks; the rest of it is text."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from paroffice.portal.text import plain

MARKS = ["bold", "italic", "ol", "ul", "link", "document-link"]
"""All that a paragraph can bear."""


class PictureBlock(blocks.StructBlock):
    """A picture, what it shows for those who do not see it, and the line under it."""

    picture = ImageChooserBlock(label=_("ảnh"))
    alternative = blocks.CharBlock(
        label=_("lời thay ảnh"),
        max_length=250,
        help_text=_("Ảnh cho thấy gì, viết cho người không nhìn thấy ảnh. Bắt buộc."),
    )
    caption = blocks.CharBlock(label=_("chú thích"), max_length=300, help_text=_("Dòng chữ dưới ảnh. Bắt buộc."))

    class Meta:
        icon, label, template = "image", _("ảnh có chú thích"), "portal/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("lời trích"), max_length=600)
    who = blocks.CharBlock(label=_("của ai"), max_length=150)

    class Meta:
        icon, label, template = "openquote", _("lời trích"), "portal/blocks/quote.html"


class FileBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("tệp"))
    said = blocks.CharBlock(label=_("tên tệp nói với người đọc"), max_length=200)

    class Meta:
        icon, label, template = "doc-full", _("tệp đính kèm"), "portal/blocks/file.html"


class Body(blocks.StreamBlock):
    """Paragraphs, headings, pictures, quotations, files: as many as wanted, in any order."""

    paragraph = blocks.RichTextBlock(
        label=_("đoạn văn"), features=MARKS, icon="pilcrow", template="portal/blocks/paragraph.html"
    )
    heading = blocks.CharBlock(
        label=_("tiêu đề nhỏ"), max_length=160, icon="title", template="portal/blocks/heading.html"
    )
    picture = PictureBlock()
    quote = QuoteBlock()
    file = FileBlock()

    class Meta:
        required = False

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> StreamValue:
        """What was sent, without the paragraphs in which nothing is written."""
        sent = super().value_from_datadict(data, files, prefix)
        return StreamValue(self, [(one.block_type, one.value, one.id) for one in sent if not _is_bare(one)])


def _is_bare(one: Any) -> bool:
    return one.block_type == "paragraph" and not plain(one.value.source)
