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

package com.chatbotkit.samples.webchat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

/**
 * Tools of this application that its bots may call.
 */
@Component
class Shop {

	@Tool(description = "Tells where an order is")
	Order orderStatus(@ToolParam(description = "The order's number, for example A-1042") String number) {
		return new Order(number, "on its way", LocalDate.now(ZoneId.systemDefault()).plusDays(2));
	}

	@Tool(description = "Books a test ride in the shop")
	TestRide bookTestRide(@ToolParam(description = "The bicycle's name") String bicycle,
			@ToolParam(description = "The day, for example 2026-11-28") LocalDate day) {
		return new TestRide(bicycle, day, LocalTime.of(10, 30));
	}

	/**
	 * The state of an order.
	 */
	record Order(String number, String state, LocalDate expected) {

	}

	/**
	 * A booked test ride.
	 */
	record TestRide(String bicycle, LocalDate day, LocalTime time) {

	}

}
