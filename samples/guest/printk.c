/* printk.c - a formatter that knows %s, %c, %lu, %ld, %lx and %04lx, and a console made of write(2). */
#include "syscall.h"

static u64 failures;

static notrace size_t put_number(char *out, u64 value, u64 base, u64 width)
{
	char digits[24];
	size_t n = 0, i;

	do
		digits[n++] = "0123456789abcdef"[value % base];
	while (value /= base);
	while (n < width && n < sizeof(digits))
		digits[n++] = '0';
	for (i = 0; i < n; i++)
		out[i] = digits[n - 1 - i];
	return n;
}

/* Writes at most `room` bytes and returns how many. */
size_t vformat(char *out, size_t room, const char *fmt, va_list args)
{
	char piece[24];
	size_t n = 0;

	for (; *fmt; fmt++) {
		const char *from = piece;
		size_t len = 1, width = 0;

		piece[0] = *fmt;
		if (*fmt == '%') {
			for (fmt++; *fmt >= '0' && *fmt <= '9'; fmt++)
				width = width * 10 + (size_t)(*fmt - '0');
			if (*fmt == 'l')
				fmt++;
			switch (*fmt) {
			case 'c':
				piece[0] = (char)va_arg(args, int);
				break;
			case 'd': {
				s64 value = va_arg(args, s64);
				size_t sign = value < 0;

				piece[0] = '-';
				len = sign + put_number(piece + sign, value < 0 ? -(u64)value : (u64)value, 10, width);
				break;
			}
			case 's':
				from = va_arg(args, const char *);
				len = strlen(from);
				break;
			case 'u':
				len = put_number(piece, va_arg(args, u64), 10, width);
				break;
			case 'x':
				len = put_number(piece, va_arg(args, u64), 16, width);
				break;
			default:
				piece[0] = *fmt;
			}
		}
		len = min(len, room - n);
		memcpy(out + n, from, len);
		n += len;
	}
	return n;
}

size_t format(char *out, size_t room, const char *fmt, ...)
{
	va_list args;
	size_t n;

	va_start(args, fmt);
	n = vformat(out, room, fmt, args);
	va_end(args);
	return n;
}

void printk(const char *fmt, ...)
{
	char line[256];
	va_list args;
	size_t n, done = 0;

	va_start(args, fmt);
	n = vformat(line, sizeof(line), fmt, args);
	va_end(args);
	while (done < n) {
		s64 written = syscall3(SYS_write, 1, (u64)(line + done), n - done);

		if (written <= 0)
			break; /* nobody listens; the exit code still speaks */
		done += (size_t)written;
	}
}

void check(const char *what, u64 expected, u64 found)
{
	if (expected == found)
		return;
	failures++;
	printk("CHECK FAILED: %s: expected %lx, found %lx\n", what, expected, found);
}

u64 failed_checks(void)
{
	return failures;
}
