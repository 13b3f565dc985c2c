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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A front end in development, on another port of this machine, talks to the emulator.
 */
@Tag("browser")
class CorsBrowserTests {

	private static final ChatBotKitEmulator emulator = ChatBotKitEmulator.start();

	private static HttpServer frontEnd;

	private static Chromium chromium;

	private static Page page;

	@BeforeAll
	static void open() throws IOException {
		chromium = new Chromium();
		frontEnd = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		byte[] html = "<!DOCTYPE html><title>Front end</title>".getBytes(StandardCharsets.US_ASCII);
		frontEnd.createContext("/", (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "text/html");
			exchange.sendResponseHeaders(200, html.length);
			exchange.getResponseBody().write(html);
			exchange.close();
		});
		frontEnd.start();
		page = chromium.browser().newPage();
		page.navigate("http://localhost:" + frontEnd.getAddress().getPort() + "/");
	}

	@AfterAll
	static void close() {
		emulator.close();
		if (frontEnd != null) {
			frontEnd.stop(0);
		}
		if (chromium != null) {
			chromium.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "false,accept,200 Echo: hello", "true,accept,200 Echo: hello",
			// The platform allows five headers. A client that sends another one is
			// stopped
			// by the browser.
			"true,x-stainless-os,TypeError: Failed to fetch" })
	void readsAnAnswerWithTheAllowedHeaders(boolean stream, String header, String expected) {
		Object answer = page.evaluate("""
				async ({url, key, body, header}) => {
				  try {
				    const response = await fetch(url, {method: 'POST', body, headers:
				      {'content-type': 'application/json', authorization: 'Bearer ' + key, [header]: 'any'}});
				    const text = await response.text();
				    const pieces = [...text.matchAll(/"content":"([^"]*)"/g)].map((piece) => piece[1]);
				    return response.status + ' ' + pieces.join('');
				  } catch (failure) {
				    return String(failure);
				  }
				}""", Map.of("url", emulator.baseUrl() + "/chat/completions", "key", emulator.secretKey(), "body",
				RawClient.body("bot/id=b", "hello", stream), "header", header));
		assertThat(answer).isEqualTo(expected);
	}

}
