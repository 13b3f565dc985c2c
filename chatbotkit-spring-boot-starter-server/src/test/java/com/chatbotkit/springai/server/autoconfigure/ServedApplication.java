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

package com.chatbotkit.springai.server.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that serves its agents over MVC or WebFlux, and a client of it that sees
 * the text on the wire.
 */
final class ServedApplication implements AutoCloseable {

	static final String KEY = "sk-0123456789abcdef0123456789abcdef";

	/**
	 * Most tests are of an application without Spring Security, which stands on the class
	 * path of all.
	 */
	static final String WITHOUT_SECURITY = "spring.autoconfigure.exclude="
			+ "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration,"
			+ "com.chatbotkit.springai.server.autoconfigure.ChatBotKitServerSecurityAutoConfiguration";

	private final ConfigurableApplicationContext context;

	private ServedApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static ServedApplication start(WebApplicationType web, Class<?> configuration, String... properties) {
		List<String> all = new ArrayList<>(
				List.of(WITHOUT_SECURITY, "spring.ai.chatbotkit.server.keys.test.secret=" + KEY));
		all.addAll(Arrays.asList(properties));
		return startAsIs(web, configuration, all);
	}

	static ServedApplication start(Stack stack, Class<?> configuration, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add(OneServer.PROPERTY + "=" + stack.server);
		return start(stack.web, configuration, all.toArray(String[]::new));
	}

	static ServedApplication startSecured(WebApplicationType web, Class<?> configuration, String... properties) {
		return startAsIs(web, configuration, List.of(properties));
	}

	private static ServedApplication startAsIs(WebApplicationType web, Class<?> configuration,
			List<String> properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1"));
		all.addAll(properties);
		return new ServedApplication(new SpringApplicationBuilder(configuration, Application.class).web(web)
			.properties(all.toArray(String[]::new))
			.run());
	}

	int port() {
		return server().getPort();
	}

	WebServer server() {
		return ((WebServerApplicationContext) this.context).getWebServer();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	Answer post(String body, String... headers) {
		return request("POST", "/v1/chat/completions", body, headers);
	}

	Answer request(String method, String path, String body, String... headers) {
		return send(text(method, path, body, headers));
	}

	static String text(String method, String path, String body, String... headers) {
		StringBuilder request = new StringBuilder(
				method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
		List<String> all = new ArrayList<>(Arrays.asList(headers));
		if (all.stream().noneMatch((header) -> header.startsWith("Authorization"))) {
			all.add("Authorization: Bearer " + KEY);
		}
		if (!body.isEmpty()) {
			all.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
			if (all.stream().noneMatch((header) -> header.startsWith("Content-Type"))) {
				all.add("Content-Type: application/json");
			}
		}
		all.removeIf((header) -> header.endsWith(":"));
		all.forEach((header) -> request.append(header).append("\r\n"));
		return request.append("\r\n").append(body).toString();
	}

	Answer send(String request) {
		try (Socket socket = connect()) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
			return Answer.read(socket.getInputStream());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Asks for a completion, and leaves the answer to be read. */
	Socket ask(String body, String... headers) throws IOException {
		Socket socket = connect();
		socket.getOutputStream()
			.write(text("POST", "/v1/chat/completions", body, headers).getBytes(StandardCharsets.UTF_8));
		return socket;
	}

	Socket connect() throws IOException {
		Socket socket = new Socket("127.0.0.1", port());
		socket.setSoTimeout(30_000);
		return socket;
	}

	@Override
	public void close() {
		this.context.close();
	}

	record Answer(int status, Map<String, String> headers, String body) {

		static Answer read(InputStream input) throws IOException {
			ByteArrayOutputStream all = new ByteArrayOutputStream();
			input.transferTo(all);
			String text = all.toString(StandardCharsets.ISO_8859_1);
			int end = text.indexOf("\r\n\r\n");
			String[] lines = text.substring(0, end).split("\r\n");
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			for (int i = 1; i < lines.length; i++) {
				headers.put(lines[i].split(": ", 2)[0], lines[i].split(": ", 2)[1]);
			}
			String body = text.substring(end + 4);
			if ("chunked".equals(headers.get("Transfer-Encoding"))) {
				body = joined(body);
			}
			return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers,
					new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
		}

		private static String joined(String chunked) {
			StringBuilder body = new StringBuilder();
			int at = 0;
			while (true) {
				int end = chunked.indexOf("\r\n", at);
				int size = (end < 0) ? 0 : Integer.parseInt(chunked.substring(at, end), 16);
				if (size == 0) {
					return body.toString();
				}
				body.append(chunked, end + 2, end + 2 + size);
				at = end + 2 + size + 2;
			}
		}

		/** The body with what differs from answer to answer replaced. */
		String tidy() {
			return this.body.replaceAll("\"id\":\"chatcmpl-[0-9a-f]{32}\"", "\"id\":\"*\"")
				.replaceAll("\"id\":\"call_[0-9a-f]{32}\"", "\"id\":\"call_*\"")
				.replaceAll("\"created\":\\d+", "\"created\":0");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
