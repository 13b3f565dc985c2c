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

package com.chatbotkit.springai.test.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;

/**
 * Records one exchange while it takes place.
 */
final class ExchangeInProgress {

	private static final Set<String> HEADERS = Set.of("content-type", "retry-after", "x-failure-code");

	private static final String LAST_EVENT = "data: [DONE]\n\n";

	private final String test;

	private final EndpointRequest request;

	private final Map<String, String> headers = new TreeMap<>();

	private final List<byte[]> pieces = new ArrayList<>();

	private final List<Long> pauses = new ArrayList<>();

	private int status;

	private boolean whole;

	private long last = System.nanoTime();

	ExchangeInProgress(String test, EndpointRequest request) {
		this.test = test;
		this.request = request;
	}

	synchronized EndpointResponse follow(EndpointResponse response) {
		this.status = response.status();
		response.headers().forEach((name, value) -> {
			if (HEADERS.contains(name)) {
				this.headers.put(name, value);
			}
		});
		this.last = System.nanoTime();
		return response.withPieces((pieces) -> pieces.doOnNext(this::add).doOnComplete(this::complete));
	}

	private synchronized void add(byte[] piece) {
		long now = System.nanoTime();
		this.pieces.add(piece);
		this.pauses.add(TimeUnit.NANOSECONDS.toMillis(now - this.last));
		this.last = now;
	}

	private synchronized void complete() {
		this.whole = true;
	}

	/** A client may disconnect after the last event, before the end of the body. */
	private boolean isWhole() {
		return this.whole || Utf8.text(Utf8.join(this.pieces)).endsWith(LAST_EVENT);
	}

	synchronized RecordedExchange recorded(Redaction redaction, boolean timing) {
		List<byte[]> clean = redaction.apply(this.pieces);
		// Pieces that were split again have no known pauses.
		List<Long> kept = (timing && clean.size() == this.pauses.size()) ? List.copyOf(this.pauses) : null;
		Map<String, String> cleanHeaders = new TreeMap<>();
		this.headers.forEach((name, value) -> cleanHeaders.put(name, redaction.apply(value)));
		RecordedResponse response = new RecordedResponse(this.status, cleanHeaders,
				clean.stream().map(RecordedChunk::of).toList(), kept, !isWhole());
		return new RecordedExchange(this.test.equals(RecordedExchange.NO_TEST) ? null : this.test,
				RecordedRequest.of(this.request, redaction), response);
	}

}
