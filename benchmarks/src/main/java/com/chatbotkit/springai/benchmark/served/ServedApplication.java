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

package com.chatbotkit.springai.benchmark.served;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * An agent that is served, beside a controller by hand over the same model.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class ServedApplication {

	private final FixedModel model = new FixedModel();

	private final JsonMapper json = JsonMapper.shared();

	@Bean
	ChatClient agent() {
		return ChatClient.create(this.model);
	}

	@PostMapping("/plain/call")
	Map<String, Object> call(@RequestBody Map<String, Object> body) {
		return Map.of("text", String.valueOf(ChatClient.create(this.model).prompt(new Prompt("Hi")).call().content()));
	}

	@PostMapping("/plain/stream")
	Flux<ServerSentEvent<String>> stream(@RequestBody Map<String, Object> body) {
		return this.model.pieces(((Number) body.getOrDefault("pieces", 1)).intValue(), Duration.ZERO)
			.map((piece) -> String.valueOf(Objects.requireNonNull(piece.getResult()).getOutput().getText()))
			.map((text) -> ServerSentEvent.builder(this.json.writeValueAsString(Map.of("text", text))).build());
	}

}
