"""What a curator begins a list with: a catalog in which every field is explained. Pure."""

_TEXT = """\
# A reading list for dlread. Check it with: dlread catalog check {name}.yaml
# Share the file, its address or its repository; readers run: dlread catalog add WHAT
# Full format: catalog/schema.json in dlread's repository; docs/catalogs.md has a guide.

catalog: {name}                         # its name: letters, digits and . _ + -
title: {{en: My reading list}}          # also zh: for Chinese
about: {{en: What this list is for and who keeps it.}}

entries:
# A section groups what is below it. Entries name it as their parent; sections can stand in sections.
- key: week-1                           # every entry has a key that never changes: readers' status hangs on it
  kind: section                         # leave this out for a paper
  title: {{en: Week 1}}

- key: attention
  parent: week-1
  title: {{en: Attention Is All You Need}}
  authors: [Ashish Vaswani, Noam Shazeer]
  year: 2017
  venue: {{short: NeurIPS}}
  arxiv: '1706.03762'                   # with quotes; also doi:
  tags: [attention]
  links:                                # of any kind: paper, pdf, repository, docs, slides, video, blog ...
    paper: https://arxiv.org/abs/1706.03762
  summary: {{en: The transformer.}}
  note: {{en: Read section 3 with care.}}

- key: bert
  parent: week-1
  title: {{en: 'BERT: Pre-training of Deep Bidirectional Transformers'}}
  authors: [Jacob Devlin]
  year: 2019
  arxiv: '1810.04805'
  links: {{paper: 'https://arxiv.org/abs/1810.04805'}}
  read_first:                           # makes dlread path and dlread next work
  - {{key: attention, en: BERT is a stack of its encoders}}
"""


def text(name: str) -> str:
    return _TEXT.format(name=name)
