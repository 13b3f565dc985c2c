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

import io.netty.channel.ChannelOption;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
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

	/**
	 * The loopback device lets a server write megabytes that nobody reads, where a
	 * network's kernel takes some ten kilobytes.
	 */
	@Bean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> sendBuffer(
			@Value("${send.buffer:65536}") String sendBuffer) {
		return (factory) -> factory
			.addConnectorCustomizers((connector) -> connector.setProperty("socket.txBufSize", sendBuffer));
	}

	@Bean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> reactiveSendBuffer(
			@Value("${send.buffer:65536}") int sendBuffer) {
		return (factory) -> factory
			.addServerCustomizers((server) -> server.childOption(ChannelOption.SO_SNDBUF, sendBuffer));
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
