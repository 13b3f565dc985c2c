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

package com.chatbotkit.springai.test.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Serves one file of the page.
 */
enum PageFile {

	/** The document. */
	HTML("page.html", "text/html"),

	/** The style sheet. */
	CSS("page.css", "text/css"),

	/** The script. */
	SCRIPT("page.js", "text/javascript");

	// Prompts and answers are untrusted: nothing in them may run or be loaded.
	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
			+ " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private final String name;

	private final String mediaType;

	PageFile(String name, String mediaType) {
		this.name = name;
		this.mediaType = mediaType;
	}

	/** Returns the file, read on a thread that may block. */
	Mono<EndpointResponse> answer() {
		return Mono.fromCallable(this::read).subscribeOn(Schedulers.boundedElastic());
	}

	private EndpointResponse read() throws IOException {
		try (InputStream file = PageFile.class.getResourceAsStream(this.name)) {
			if (file == null) {
				throw new IOException(this.name + " is missing next to " + PageFile.class.getName());
			}
			return EndpointResponse.of(200, headers(), new String(file.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	private Map<String, String> headers() {
		return Map.of("Content-Type", this.mediaType + "; charset=utf-8", "Content-Security-Policy",
				CONTENT_SECURITY_POLICY, "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer",
				"Cache-Control", "no-store");
	}

}
