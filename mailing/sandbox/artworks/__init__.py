"""An office's pictures and enclosures become plain PDF: one kind of ink, fonts embedded, nothing that acts.

refusals     what can't be converted, with page and reason
inks         colours of any kind become gray, or CMYK through an ICC profile
rasters      PNG and JPEG, on white
pages        PDF: what a document and its pages may hold
contents     content streams and what they use
vectors      SVG, drawn by its own library and then taken as any PDF
converting   which of them reads a file
"""
