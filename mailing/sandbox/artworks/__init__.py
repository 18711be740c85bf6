"""An office's pictures and enclosures become plain PDF: one kind of ink, fonts embedded, nothing that acts.

converting   which of the readers takes a file
rasters      PNG and JPEG, on white
vectors      SVG: `elements` and `drawings` say it in the way that its library draws; then it is taken as any PDF
pages        PDF: what a document may hold; each page upright, or as a picture where it can't be flat otherwise
contents     content streams, instruction by instruction, in the `states` that these set
parts        what streams use, each taken once: `fonts`, `images`, `shadings`, and forms and patterns as streams again
inks         colours of any kind become gray, or CMYK through an ICC profile
spaces       colour spaces, and with `functions` their tints
refusals     what can't be converted, with page and reason
"""
