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

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A client that knows nothing of the endpoint but its wire format.
 */
final class RawClient {

	private static final HttpClient http = HttpClient.newHttpClient();

	private final ChatBotKitEmulator emulator;

	private final String secretKey;

	RawClient(ChatBotKitEmulator emulator) {
		this(emulator, emulator.secretKey());
	}

	RawClient(ChatBotKitEmulator emulator, String secretKey) {
		this.emulator = emulator;
		this.secretKey = secretKey;
	}

	static String body(String selector, String text, boolean stream) {
		return "{\"model\":\"" + selector + "\",\"messages\":[{\"role\":\"user\",\"content\":\""
				+ text.replace("\"", "\\\"") + "\"}],\"stream\":" + stream + "}";
	}

	/** A request to the bot {@code b} that offers tools. */
	static String offering(String text, boolean stream, String... tools) {
		String offered = Stream.of(tools)
			.map((tool) -> "{\"type\":\"function\",\"function\":{\"name\":\"" + tool + "\",\"description\":\"d\"}}")
			.collect(Collectors.joining(","));
		String body = body("bot/id=b", text, stream);
		return body.substring(0, body.length() - 1) + ",\"tools\":[" + offered + "]}";
	}

	HttpResponse<String> post(String body) throws IOException, InterruptedException {
		return http.send(request(body), BodyHandlers.ofString());
	}

	HttpResponse<String> post(BodyPublisher body) throws IOException, InterruptedException {
		return http.send(request(body), BodyHandlers.ofString());
	}

	/** A call of the native API, which is beside the endpoint. */
	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		String nativeApi = this.emulator.baseUrl().replace("/openai", "");
		return http.send(HttpRequest.newBuilder(URI.create(nativeApi + path))
			.header("Authorization", "Bearer " + this.secretKey)
			.build(), BodyHandlers.ofString());
	}

	HttpResponse<InputStream> open(String body) throws IOException, InterruptedException {
		return http.send(request(body), BodyHandlers.ofInputStream());
	}

	/**
	 * A connection over which the request was sent, with more lines in its head, and
	 * nothing read yet.
	 */
	Socket send(String body, String... headers) throws IOException {
		URI uri = URI.create(this.emulator.baseUrl());
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		Socket socket = new Socket(uri.getHost(), uri.getPort());
		StringBuilder head = new StringBuilder("POST " + uri.getPath() + "/chat/completions HTTP/1.1\r\nHost: x\r\n")
			.append("Authorization: Bearer " + this.secretKey + "\r\nContent-Type: application/json\r\n");
		Stream.of(headers).forEach((header) -> head.append(header).append("\r\n"));
		head.append("Content-Length: " + bytes.length + "\r\n\r\n");
		socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().write(bytes);
		return socket;
	}

	private HttpRequest request(String body) {
		return request(BodyPublishers.ofString(body));
	}

	private HttpRequest request(BodyPublisher body) {
		return HttpRequest.newBuilder(URI.create(this.emulator.baseUrl() + "/chat/completions"))
			.header("Authorization", "Bearer " + this.secretKey)
			.header("Content-Type", "application/json")
			.POST(body)
			.build();
	}

}
