"""What a portal holds, one file per noun: pages are Wagtail's, what citizens send is the office's own."""

from paroffice.portal.models.article import Article, Section
from paroffice.portal.models.base import PortalPage
from paroffice.portal.models.calendar import Appointment, CalendarPage
from paroffice.portal.models.consultation import Comment, ConsultationPage, ConsultationsPage
from paroffice.portal.models.data import DataPage, DataSet
from paroffice.portal.models.document import DocumentPage, DocumentsPage
from paroffice.portal.models.foreign import ForeignPage
from paroffice.portal.models.found import Findable
from paroffice.portal.models.home import HomePage
from paroffice.portal.models.links import BrokenLink
from paroffice.portal.models.media import File, Picture, PictureSize
from paroffice.portal.models.notice import OutagePage, OutagesPage
from paroffice.portal.models.plain import Contact, ContactsPage, Leader, PlainPage
from paroffice.portal.models.portal import Acceptance, Portal
from paroffice.portal.models.project import ProjectPage, ProjectsPage
from paroffice.portal.models.question import Question, QuestionsPage
from paroffice.portal.models.review import Review
from paroffice.portal.models.statistic import StatisticFigure, StatisticPage, StatisticsPage

__all__ = [
    "Acceptance",
    "Appointment",
    "Article",
    "BrokenLink",
    "CalendarPage",
    "Comment",
    "ConsultationPage",
    "ConsultationsPage",
    "Contact",
    "ContactsPage",
    "DataPage",
    "DataSet",
    "DocumentPage",
    "DocumentsPage",
    "File",
    "Findable",
    "ForeignPage",
    "HomePage",
    "Leader",
    "OutagePage",
    "OutagesPage",
    "Picture",
    "PictureSize",
    "PlainPage",
    "Portal",
    "PortalPage",
    "ProjectPage",
    "ProjectsPage",
    "Question",
    "QuestionsPage",
    "Review",
    "Section",
    "StatisticFigure",
    "StatisticPage",
    "StatisticsPage",
]
