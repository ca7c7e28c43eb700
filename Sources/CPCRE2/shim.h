#ifndef MODERATO_CPCRE2_SHIM_H
#define MODERATO_CPCRE2_SHIM_H

// The 8-bit library: one code unit is one byte of UTF-8.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#endif
