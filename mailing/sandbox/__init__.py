"""Files that others' libraries read are read in a process of its own, whose memory and time are limited.

A workbook or a Parquet file of some kilobytes can ask for terabytes or for hours. What a process may take follows from
the file's size; where that isn't enough, this process ends, and the list is refused.

    apart        the caller's side: starts the process, believes only what it says whole
    child        the process: reads, and says what it found
    archives, sheets, error_cells, parquets      the formats
    cells        what isn't text becomes text
"""
