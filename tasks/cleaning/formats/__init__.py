"""What is no page: PDFs, mails and Markdown."""
