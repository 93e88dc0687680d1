"""One document from its bytes to its record, in this process: `newsmill extract`."""

from config.settings import Settings
from tasks.assembling import assemble
from tasks.job import Job, RawPage
from tasks.record import Record
from tasks.resources import Models
from tasks.steps import clean_page, extract_facts


def extract_page(job: Job, page: RawPage, models: Models, settings: Settings) -> Record:
    """Clean and read one page. A record is given for all that can be decoded, walls included.

    Raises:
        TooLarge, UnsupportedMedia, Undecodable: the page is no text that can be read.
    """
    article = clean_page(job, page, models, settings)
    return assemble(article, extract_facts(article, models), input_id=job.own_id)
