/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.autoconfigure.connection;

import java.net.ProtocolException;
import java.util.Iterator;
import java.util.regex.Pattern;

import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the headers of a response, which HttpComponents (core 5.4.2) does not, before
 * its connection can be used again.
 */
final class HttpComponentsHead {

	private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\d\\.\\d \\d{3}");

	/**
	 * HttpComponents quotes a line that it cannot read, together with bytes of an earlier
	 * response before it.
	 */
	private static final Pattern QUOTED_BEFORE_HEAD = Pattern.compile("<.+HTTP/1\\.", Pattern.DOTALL);

	/** The end of a message that quotes a line which cannot be read. */
	private static final Pattern QUOTED_LINE = Pattern.compile("<[^<>]*>$");

	private HttpComponentsHead() {
	}

	/**
	 * Checks the declared length of the body, and that the headers belong to one
	 * response.
	 * @throws ProtocolException if the headers are not valid
	 * @throws ConnectionClosedException if the connection ended within them, which
	 * HttpComponents takes for their end; or if they begin with bytes that followed the
	 * response before: HttpComponents keeps bytes that may be the beginning of headers
	 */
	static void check(HttpResponse response) throws ProtocolException, ConnectionClosedException {
		if (HttpComponentsSession.isAtEnd()) {
			throw brokenOff();
		}
		boolean glued = holdsStatusLine(response.getReasonPhrase());
		boolean chunked = false;
		boolean sized = false;
		for (Iterator<Header> headers = response.headerIterator(); headers.hasNext();) {
			Header header = headers.next();
			glued |= holdsStatusLine(header.getValue());
			chunked |= HttpHeaders.TRANSFER_ENCODING.equalsIgnoreCase(header.getName());
			if (HttpHeaders.CONTENT_LENGTH.equalsIgnoreCase(header.getName())) {
				if (sized || !LENGTH.matcher(header.getValue().trim()).matches()) {
					throw new ProtocolException("the answer's Content-Length is not one number");
				}
				sized = true;
			}
		}
		if (glued) {
			throw notAskedFor();
		}
		if (chunked && sized) {
			throw new ProtocolException("the answer has both Content-Length and Transfer-Encoding");
		}
	}

	/**
	 * Replaces an exception whose message quotes bytes of another caller's response, and
	 * distinguishes a line that broke off from a whole one that cannot be read.
	 * @param secure whether the connection has TLS, which may end before its socket does,
	 * so that a line that broke off may look like a whole one
	 */
	static Exception translated(Exception cause, boolean secure) {
		String message = String.valueOf(cause.getMessage());
		boolean head = cause instanceof HttpException;
		if (head && QUOTED_BEFORE_HEAD.matcher(message).find()) {
			return notAskedFor();
		}
		if (HttpComponentsSession.isAtEnd()) {
			return (head || cause instanceof MalformedChunkCodingException) ? brokenOff() : cause;
		}
		return (head && !secure && QUOTED_LINE.matcher(message).find())
				? new ProtocolException(message + ", which is a whole line") : cause;
	}

	private static ConnectionClosedException brokenOff() {
		return new ConnectionClosedException("the connection ended within a line of the answer");
	}

	private static ConnectionClosedException notAskedFor() {
		return new ConnectionClosedException("bytes that no request had asked for stand before the answer");
	}

	private static boolean holdsStatusLine(@Nullable String text) {
		return text != null && text.contains("HTTP/") && STATUS_LINE.matcher(text).find();
	}

}
