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

package com.chatbotkit.springai.test;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Compresses answers for clients that accept it, as the platform's own stack does: a
 * stream is held back until its end (docs/contract.md#where).
 */
final class GzipEncoding {

	private GzipEncoding() {
	}

	/** Returns the answer in the encoding that the request asks for. */
	static EndpointResponse apply(EndpointRequest request, EndpointResponse answer) {
		if (!AcceptEncoding.of(request.headers().get("accept-encoding")).prefersGzip() || isFromOwnPage(request)
				|| !isCompressible(request, answer)) {
			return answer;
		}
		Map<String, String> headers = new HashMap<>(answer.headers());
		headers.keySet().removeIf("content-length"::equalsIgnoreCase);
		headers.put("Content-Encoding", "gzip");
		headers.put("Vary", "Accept-Encoding");
		Flux<byte[]> zipped;
		if (answer.body() instanceof EndpointResponse.Whole whole) {
			List<byte[]> parts = zipped(whole.text());
			// Counted among the unread answers.
			headers.put("Content-Length", Integer.toString(parts.stream().mapToInt((part) -> part.length).sum()));
			zipped = Flux.fromIterable(parts);
		}
		else {
			zipped = zipped(((EndpointResponse.Pieces) answer.body()).pieces());
		}
		return new EndpointResponse(answer.status(), headers, new EndpointResponse.Pieces(zipped));
	}

	/** A browser asks for gzip whatever its page wants. */
	private static boolean isFromOwnPage(EndpointRequest request) {
		return "same-origin".equals(request.headers().get("sec-fetch-site"));
	}

	private static boolean isCompressible(EndpointRequest request, EndpointResponse answer) {
		boolean hasBody = !(answer.body() instanceof EndpointResponse.Whole whole) || !whole.text().isEmpty();
		return hasBody && !request.method().equals("HEAD") && has(answer, "content-type")
				&& !has(answer, "content-encoding");
	}

	private static boolean has(EndpointResponse answer, String header) {
		return answer.headers().keySet().stream().anyMatch(header::equalsIgnoreCase);
	}

	private static List<byte[]> zipped(String text) {
		try (GzipWriter gzip = new GzipWriter()) {
			return List.of(gzip.write(text.getBytes(StandardCharsets.UTF_8)), gzip.finish());
		}
	}

	private static Flux<byte[]> zipped(Flux<byte[]> pieces) {
		return Flux.using(GzipWriter::new,
				(gzip) -> pieces.map(gzip::write)
					.concatWith(Mono.fromCallable(gzip::finish))
					.filter((bytes) -> bytes.length > 0),
				GzipWriter::close);
	}

}
