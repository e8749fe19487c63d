/* lib.c - what the compiler expects to find. Not traced: memcpy is called from everywhere. */
#include "kernel.h"

notrace void *memcpy(void *to, const void *from, size_t n)
{
	u8 *t = to;
	const u8 *f = from;

	for (; n >= 8; n -= 8, t += 8, f += 8)
		*(u64 __attribute__((aligned(1), may_alias)) *)t = *(const u64 __attribute__((aligned(1), may_alias)) *)f;
	while (n--)
		*t++ = *f++;
	return to;
}

notrace void *memset(void *to, int byte, size_t n)
{
	u8 *t = to;

	while (n--)
		*t++ = (u8)byte;
	return to;
}

notrace size_t strlen(const char *s)
{
	const char *end = s;

	while (*end)
		end++;
	return (size_t)(end - s);
}

notrace int strncmp(const char *a, const char *b, size_t n)
{
	for (; n; a++, b++, n--) {
		if (*a != *b)
			return *(const u8 *)a - *(const u8 *)b;
		if (!*a)
			return 0;
	}
	return 0;
}
