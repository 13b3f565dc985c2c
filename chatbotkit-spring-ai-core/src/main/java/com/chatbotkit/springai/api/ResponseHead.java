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

package com.chatbotkit.springai.api;

import java.util.List;
import java.util.regex.Pattern;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Checks the status and headers of a response, because HTTP clients check them
 * differently. The same response is the same failure with each of them.
 */
final class ResponseHead {

	private static final int SWITCHING_PROTOCOLS = 101;

	private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

	private ResponseHead() {
	}

	/**
	 * Checks the status, the {@code Content-Length} and the {@code Transfer-Encoding}.
	 * @throws ExchangeException if one of them is not valid
	 */
	static void check(ClientResponse response) {
		checkStatus(response);
		HttpHeaders headers = response.headers().asHttpHeaders();
		checkTransferCoding(headers.getOrEmpty(HttpHeaders.TRANSFER_ENCODING));
		List<String> lengths = headers.getOrEmpty(HttpHeaders.CONTENT_LENGTH);
		if (lengths.isEmpty()) {
			return;
		}
		// RFC 9112, section 6.3: more than one is an error, or an attack.
		if (lengths.size() > 1 || !LENGTH.matcher(lengths.get(0).trim()).matches()) {
			throw ExchangeException.notHttp("its Content-Length is not one number", null);
		}
		if (headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
			throw ExchangeException.notHttp("it has both Content-Length and Transfer-Encoding", null);
		}
	}

	/**
	 * RFC 9112, section 6.1: no other one than {@code chunked} was asked for. Most HTTP
	 * clients leave a compressed body as it is.
	 */
	private static void checkTransferCoding(List<String> codings) {
		String coding = String.join(", ", codings).trim();
		if (!codings.isEmpty() && !coding.equalsIgnoreCase("chunked")) {
			throw ExchangeException.notHttp("its Transfer-Encoding is '" + ServerError.boundedCode(coding)
					+ "', though the request asked for nothing but chunked", null);
		}
	}

	private static void checkStatus(ClientResponse response) {
		HttpStatusCode status;
		try {
			status = response.statusCode();
		}
		catch (IllegalArgumentException ex) {
			// Spring reports it as if the caller had passed it.
			throw ExchangeException.notHttp("its status is not a valid HTTP status", ex);
		}
		if (status.value() > 999) {
			throw ExchangeException.notHttp("its status is not a valid HTTP status", null);
		}
		if (status.value() == SWITCHING_PROTOCOLS) {
			throw ExchangeException.notHttp("it switches to another protocol, which nobody asked for", null);
		}
	}

}
