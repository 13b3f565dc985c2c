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

package com.chatbotkit.samples.operations;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application as it is deployed, on a free port, and a client of its pages.
 */
final class RunningApplication implements AutoCloseable {

	private static final HttpClient http = HttpClient.newHttpClient();

	/** So that a test fails where an answer does not come, and does not wait for ever. */
	private static final Duration LIMIT = Duration.ofMinutes(1);

	private final ConfigurableApplicationContext context;

	RunningApplication(String... arguments) {
		// As without an account, whatever the environment of the build has.
		String[] own = { "--server.port=0", "--spring.ai.chatbotkit.secret-key=", "--CHATBOTKIT_BOT_ID=operations",
				"--spring.ai.retry.backoff.initial-interval=1ms" };
		this.context = SpringApplication.run(OperationsApplication.class,
				Stream.concat(Arrays.stream(own), Arrays.stream(arguments)).toArray(String[]::new));
	}

	String get(String path) throws IOException, InterruptedException {
		return http.send(request(path), BodyHandlers.ofString()).body();
	}

	int status(String path) throws IOException, InterruptedException {
		return http.send(request(path), BodyHandlers.ofString()).statusCode();
	}

	/** How a stream is asked for that is not to be read to its end. */
	HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
		return http.send(request(path), BodyHandlers.ofInputStream());
	}

	static String ask(String question) {
		return "/ask?question=" + URLEncoder.encode(question, StandardCharsets.UTF_8);
	}

	static String stream(String question) {
		return "/stream?question=" + URLEncoder.encode(question, StandardCharsets.UTF_8);
	}

	private HttpRequest request(String path) {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(LIMIT).build();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
